"""Models: which there are (`catalogue`), where they are (`store`), what a folder of one holds (`manifest`)."""
