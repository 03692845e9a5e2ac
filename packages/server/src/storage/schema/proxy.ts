// Rows of the proxy tables.

// biome-ignore lint/suspicious/noEmptyInterface: filled by the tables of this product
export interface ProxyTables {}
