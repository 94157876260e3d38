/** Where a rewrite comes from. */
export type RewriteLayer = 'KNOWN' | 'GLOBAL' | 'PERSONAL';
