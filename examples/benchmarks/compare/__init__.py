"""The fifteen indicators of Stockholm 2012–2014 by district: kvinnofrid beside what an analyst would write by hand."""
