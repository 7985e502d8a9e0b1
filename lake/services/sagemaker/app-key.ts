import { validationError } from './errors.js';
import type { SageMakerState } from './state.js';

/** How the calls about an app name it: it belongs to a user profile or to a space. */
export interface AppName {
  readonly DomainId?: string | undefined;
  readonly UserProfileName?: string | undefined;
  readonly SpaceName?: string | undefined;
  readonly AppType?: string | undefined;
  readonly AppName?: string | undefined;
}

/** `app/<domain>/<profile or space>/<type>/<name>` (Service Authorization Reference, Amazon SageMaker). */
export function appArn(state: SageMakerState, app: AppName): string {
  const owner = app.UserProfileName ?? app.SpaceName ?? '';
  return state.arn(`app/${app.DomainId ?? ''}/${owner}/${(app.AppType ?? '').toLowerCase()}/${app.AppName ?? ''}`);
}

/** Throws ValidationException and ResourceNotFound. */
export function checkOwner(state: SageMakerState, app: AppName): void {
  const { DomainId } = state.domain(app.DomainId);
  if ((app.UserProfileName === undefined) === (app.SpaceName === undefined)) {
    throw validationError('Exactly one of UserProfileName and SpaceName must be specified.');
  }
  if (app.UserProfileName === undefined) state.space(DomainId, app.SpaceName);
  else state.profile(DomainId, app.UserProfileName);
}
