"""What the content security policy must allow for the design system's page template: one inline script, by hash.

A hash, not a nonce, so that public pages are the same for everyone and may be cached.
"""

# The line that marks <body> as able to run scripts. A unit test works the hash out again from a rendered page.
INLINE_SCRIPT_HASH = "'sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0='"
