// Rows of the flex tables.

// biome-ignore lint/suspicious/noEmptyInterface: filled by the tables of this product
export interface FlexTables {}
