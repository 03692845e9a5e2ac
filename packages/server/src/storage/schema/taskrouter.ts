// Rows of the taskrouter tables.

// biome-ignore lint/suspicious/noEmptyInterface: filled by the tables of this product
export interface TaskRouterTables {}
