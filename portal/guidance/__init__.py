"""What professionals and the public look up: pages, search, materials, and a tool that says where a choice applies."""
