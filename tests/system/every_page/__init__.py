"""Every page in every state, each opened once. A package, so that its fixtures last for all of it."""
