"""What the firm sells: products and services with their names, units, prices and VAT rates."""
