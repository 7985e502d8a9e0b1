import {
  CloudTrailClient,
  CreateTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryLake, startQueryLake } from '../../testing/query-lake.js';
import { letCloudTrailWrite } from '../../testing/trail-bucket.js';

const ARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit';

let lake: QueryLake;
let trail: CloudTrailClient;

beforeAll(async () => {
  lake = await startQueryLake();
  trail = new CloudTrailClient(lake.admin);
  await letCloudTrailWrite(lake.admin, 'results');
  const settings = { S3KeyPrefix: 'logs', IsMultiRegionTrail: true, EnableLogFileValidation: true };
  await trail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: 'results', ...settings }));
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

describe('a trail', () => {
  it('is described with what it was made with', async () => {
    const { trailList } = await trail.send(new DescribeTrailsCommand({}));
    expect(trailList).toEqual([
      {
        Name: 'audit',
        TrailARN: ARN,
        HomeRegion: 'us-east-1',
        S3BucketName: 'results',
        S3KeyPrefix: 'logs',
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        LogFileValidationEnabled: true,
        HasCustomEventSelectors: false,
        HasInsightSelectors: false,
      },
    ]);
  });

  it('says whether it logs, and since when', async () => {
    const status = () => trail.send(new GetTrailStatusCommand({ Name: ARN }));
    expect((await status()).IsLogging).toBe(false);
    await trail.send(new StartLoggingCommand({ Name: 'audit' }));
    const started = await status();
    expect(started).toMatchObject({ IsLogging: true });
    expect(Math.abs((started.StartLoggingTime?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    await trail.send(new StopLoggingCommand({ Name: 'audit' }));
    const stopped = await status();
    expect(stopped.IsLogging).toBe(false);
    expect(stopped.StopLoggingTime?.getTime()).toBeGreaterThanOrEqual(started.StartLoggingTime?.getTime() ?? 0);
  });

  it('takes management events unless other selectors are put', async () => {
    const selectors = () => trail.send(new GetEventSelectorsCommand({ TrailName: 'audit' }));
    expect(await selectors()).toMatchObject({
      TrailARN: ARN,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    });
    const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
    await trail.send(new PutEventSelectorsCommand({ TrailName: 'audit', EventSelectors }));
    expect(await selectors()).toMatchObject({ EventSelectors });
    const field = { Field: 'eventCategory', Equals: ['Management'] };
    const AdvancedEventSelectors = [{ Name: 'management', FieldSelectors: [field] }];
    await trail.send(new PutEventSelectorsCommand({ TrailName: 'audit', AdvancedEventSelectors }));
    const advanced = await selectors();
    expect(advanced.AdvancedEventSelectors).toMatchObject(AdvancedEventSelectors);
    expect(advanced.EventSelectors ?? []).toEqual([]);
  });
});
