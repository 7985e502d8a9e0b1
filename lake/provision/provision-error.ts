import { type ErrorDetails, LakeproofError } from '../../core/error.js';

/** Where in which template something is wrong. */
export interface TemplatePlace {
  readonly file: string;
  readonly logicalId: string;
  readonly type: string;
}

export function provisionError(details: ErrorDetails): LakeproofError {
  return new LakeproofError(details);
}

/** An error about one resource: its message always names file, resource and type. */
export function resourceError(place: TemplatePlace, details: ErrorDetails): LakeproofError {
  return new LakeproofError({
    ...details,
    message: `${place.file}: resource ${place.logicalId} (${place.type}): ${details.message}`,
  });
}
