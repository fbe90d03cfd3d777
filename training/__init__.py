"""How the built-in models are made: prepare, train, average, evaluate, export."""
