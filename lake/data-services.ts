import type { DataServices } from './lake.js';
import { createAthena } from './services/athena/index.js';
import { createGlue } from './services/glue/index.js';
import { createLakeFormation } from './services/lakeformation/index.js';
import { createS3 } from './services/s3/index.js';
import { createSageMaker } from './services/sagemaker/index.js';

/** The services that a lake has when it runs; tests of the front door bring their own. */
export const dataServices: DataServices = {
  athena: createAthena,
  glue: createGlue,
  lakeFormation: createLakeFormation,
  s3: createS3,
  sageMaker: createSageMaker,
};
