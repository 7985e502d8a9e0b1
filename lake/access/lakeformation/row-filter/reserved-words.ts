/**
 * Words that cannot be a column's name unless it stands in double quotes: the reserved words of PartiQL that the
 * operators use, and those that the guide gives as examples ("partiql-support": columns called like a keyword must be
 * quoted). The guide's own filters leave `year` and `month` bare, so that words of dates are not reserved here.
 */
export const RESERVED: ReadonlySet<string> = new Set(
  `all and any array as asc at avg bag begin between bool boolean both by case cast char character coalesce collate
  column commit constraint count create cross current current_date current_time current_timestamp current_user decimal
  default delete desc distinct double drop else end escape except exec execute exists external extract false first
  float for foreign from full global grant group having if in inner insert int integer intersect into is join last
  leading left like limit local lower max min missing not null nullif numeric on only or order outer partial position
  precision primary public read real references restrict revoke right rollback rows schema select set size smallint
  some string struct substring sum symbol table then to trailing trim true tuple union unique unknown unpivot update
  upper using value values varchar view when where with write`.split(/\s+/),
);
