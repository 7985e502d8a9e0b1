/** The published table's columns as `SELECT *` shows them: partition keys last. */
export const ALL_COLUMNS = [
  'marketplace',
  'customer_id',
  'review_id',
  'product_id',
  'product_parent',
  'product_title',
  'star_rating',
  'helpful_votes',
  'total_votes',
  'vine',
  'verified_purchase',
  'review_headline',
  'review_body',
  'review_date',
  'year',
  'product_category',
];

/** Those that the limited data scientist may see, in the table's order. */
export const LIMITED_COLUMNS = [
  'product_id',
  'product_parent',
  'product_title',
  'star_rating',
  'review_headline',
  'review_body',
  'review_date',
  'product_category',
];
