"""What waits for a person, one module for each part of the work. Each source is a function of the person's desk."""
