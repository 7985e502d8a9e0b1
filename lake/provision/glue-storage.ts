import { z } from 'zod';
import { cfnBoolean, cfnInteger, cfnText } from './provider.js';

export const textMap = z.record(z.string(), cfnText);
export const columns = z.array(
  z.strictObject({ Name: cfnText, Type: cfnText.optional(), Comment: cfnText.optional() }),
);

/** The storage descriptor of a Glue table or partition, as far as the lake's Glue keeps it. */
export const storageDescriptor = z.strictObject({
  Columns: columns.optional(),
  Location: cfnText.optional(),
  InputFormat: cfnText.optional(),
  OutputFormat: cfnText.optional(),
  Compressed: cfnBoolean.optional(),
  NumberOfBuckets: cfnInteger.optional(),
  StoredAsSubDirectories: cfnBoolean.optional(),
  Parameters: textMap.optional(),
  SerdeInfo: z
    .strictObject({
      Name: cfnText.optional(),
      SerializationLibrary: cfnText.optional(),
      Parameters: textMap.optional(),
    })
    .optional(),
});
