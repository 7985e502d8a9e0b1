import type { S3State } from '../state.js';
import { encryption } from './encryption.js';
import { lifecycle } from './lifecycle.js';
import { ownershipControls } from './ownership-controls.js';
import { publicAccessBlock } from './public-access-block.js';
import { type SettingActions, settingActions } from './setting.js';
import { tagging } from './tagging.js';
import { versioning } from './versioning.js';

/** Every configuration document that a bucket can be given here. */
export function bucketSettings(state: S3State): readonly SettingActions[] {
  return [
    settingActions(state, encryption),
    settingActions(state, lifecycle),
    settingActions(state, ownershipControls),
    settingActions(state, publicAccessBlock),
    settingActions(state, tagging),
    settingActions(state, versioning),
  ];
}
