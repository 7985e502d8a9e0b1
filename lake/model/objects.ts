/** Objects of S3, kept as files below the state folder so that large ones are never held in memory. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly sizeBytes: number;
  /** Quoted, as S3 sends it. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Absolute path of the file that holds the bytes. */
  readonly path: string;
}

export interface ObjectStore {
  bucketExists(bucket: string): boolean;
  head(bucket: string, key: string): StoredObject | undefined;
  /** Keys in UTF-8 order that start with `prefix`. */
  list(bucket: string, prefix: string): readonly StoredObject[];
  put(
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array> | string | Uint8Array,
    options?: {
      readonly contentType?: string;
      readonly metadata?: Readonly<Record<string, string>>;
      /** Content-Encoding and the like, by lower-case header name. */
      readonly systemHeaders?: Readonly<Record<string, string>>;
    },
  ): Promise<StoredObject>;
  delete(bucket: string, key: string): Promise<void>;
}
