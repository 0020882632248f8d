"""How answers look on screen and on paper: colours, marks and tables, and no numbers of its own."""
