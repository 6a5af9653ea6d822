"""What makes the files that the package ships; never imported by it."""
