"""Who hears what: one `Delivery` row for each notification to each recipient. Channels send them."""
