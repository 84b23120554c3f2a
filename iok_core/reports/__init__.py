"""Documents that report types make of accounts: on a page, as PDF, XLSX and CSV, one or many."""
