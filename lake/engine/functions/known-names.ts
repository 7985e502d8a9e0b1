/**
 * Names of Trino's functions that the lake does not run. They answer NOT_SUPPORTED, so that a gap of the lake is not
 * taken for a mistake of the statement; any other name does not exist in Athena either.
 * Source: Trino documentation, "List of functions by topic".
 */
export const UNMODELLED_FUNCTIONS: ReadonlySet<string> = new Set(
  `acos   approx_most_frequent approx_percentile approx_set array_except array_first array_histogram
  array_intersect array_last  array_union arrays_overlap asin at_timezone bar beta_cdf bing_tile bit_count
  bitwise_and_agg bitwise_left_shift bitwise_or_agg bitwise_right_shift bitwise_right_shift_arithmetic bitwise_xor_agg
  char2hexint checksum classify color combinations contains_sequence convex_hull_agg cosh cosine_distance
  cosine_similarity covar_pop covar_samp crc32 current_catalog current_groups current_path current_role current_schema
  current_time current_user date_format empty_approx_set entropy evaluate_classifier_predictions features 
   format format_datetime format_number from_base from_base32 from_base64url from_big_endian_32
  from_big_endian_64 from_geojson_geometry from_ieee754_32 from_ieee754_64 from_iso8601_timestamp
  from_iso8601_timestamp_nanos from_unixtime_nanos geometric_mean grouping hash_counts histogram hmac_md5 hmac_sha1
  hmac_sha256 hmac_sha512 human_readable_seconds inverse_beta_cdf inverse_normal_cdf 
  json_array json_array_contains json_array_get  json_exists  
   json_object  json_query  json_table json_value kurtosis learn_classifier
  learn_libsvm_classifier learn_libsvm_regressor learn_regressor listagg ln localtime log luhn_check
  make_set_digest  map_agg      map_union 
  map_zip_with merge merge_set_digest multimap_agg multimap_from_entries murmur3 ngrams  normal_cdf
  normalize numeric_histogram objectid_timestamp parse_data_size parse_datetime parse_duration parse_presto_data_size
  qdigest_agg quantile_at_value random_string  reduce_agg regexp_count regexp_extract_all regexp_position
  regr_count regr_intercept regr_slope regr_sxx regr_sxy regr_syy regress render  rgb rpad sha512 shuffle sinh
  skewness  soundex split_to_map split_to_multimap spooky_hash_v2_32 spooky_hash_v2_64 st_area st_contains
  st_distance st_geometryfromtext st_intersects st_point tanh tdigest_agg timezone_hour timezone_minute to_base
  to_base32 to_base64url to_big_endian_32 to_big_endian_64 to_char to_date to_ieee754_32 to_ieee754_64 to_iso8601
  to_milliseconds to_timestamp    trim_array typeof url_decode url_encode
  url_extract_fragment url_extract_host url_extract_parameter url_extract_path url_extract_port url_extract_protocol
  url_extract_query uuid value_at_quantile version width_bucket wilson_interval_lower wilson_interval_upper
  with_timezone word_stem xxhash64 year_of_week zip `.split(/\s+/),
);
