"""What an Assistant does, a component each, over the resources that they share."""
