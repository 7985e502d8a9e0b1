import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/clock.js';
import { type DigestFacts, digestText, signatureOf, stringToSign } from './digest.js';
import { accountFolder, digestKey, logFileKey } from './paths.js';
import { SigningKeys } from './signing-keys.js';

/** Values of the sample in the CloudTrail User Guide, "CloudTrail digest file structure". */
const PLACE = { accountId: '111122223333', region: 'us-east-2', prefix: undefined };
const TRAIL = { name: 'your-trail-name', homeRegion: 'us-east-2' };
const START = new Date('2015-08-17T14:01:31Z');
const END = new Date('2015-08-17T15:01:31Z');
const FACTS: DigestFacts = {
  accountId: PLACE.accountId,
  start: START,
  end: END,
  bucket: 'amzn-s3-demo-bucket',
  key: digestKey(PLACE, TRAIL, END),
  fingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
  logFiles: [
    {
      bucket: 'amzn-s3-demo-bucket',
      key: 'AWSLogs/1.json.gz',
      hashValue: 'aa',
      oldestEventTime: '2015-08-17T14:42:27Z',
      newestEventTime: '2015-08-17T14:48:41Z',
    },
    {
      bucket: 'amzn-s3-demo-bucket',
      key: 'AWSLogs/2.json.gz',
      hashValue: 'bb',
      oldestEventTime: '2015-08-17T14:44:00Z',
      newestEventTime: '2015-08-17T14:52:27Z',
    },
  ],
  previous: {
    bucket: 'amzn-s3-demo-bucket',
    key: digestKey(PLACE, TRAIL, START),
    end: START,
    hashValue: '97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d',
    signature: '50887ccffad4c002',
  },
};

describe('paths', () => {
  it('of a log file hold account, Region, day, minute and sixteen letters', () => {
    const key = logFileKey(PLACE, new Date('2015-08-17T15:01:31.500Z'));
    expect(key).toMatch(
      /^AWSLogs\/111122223333\/CloudTrail\/us-east-2\/2015\/08\/17\/111122223333_CloudTrail_us-east-2_20150817T1501Z_[A-Za-z0-9]{16}\.json\.gz$/,
    );
    expect(logFileKey(PLACE, END)).not.toBe(logFileKey(PLACE, END));
  });

  it('of a digest hold its end and the name of its trail', () => {
    expect(FACTS.key).toBe(
      'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-east-2_20150817T150131Z.json.gz',
    );
  });

  it('lie below the prefix of the trail', () => {
    const place = { ...PLACE, prefix: 'audit/logs' };
    expect(accountFolder(place)).toBe('audit/logs/AWSLogs/111122223333/');
    expect(logFileKey(place, END).startsWith(`${accountFolder(place)}CloudTrail/us-east-2/`)).toBe(true);
  });
});

describe('a digest', () => {
  it('says what the sample of the documentation says', () => {
    expect(JSON.parse(digestText(FACTS))).toMatchObject({
      awsAccountId: '111122223333',
      digestStartTime: '2015-08-17T14:01:31Z',
      digestEndTime: '2015-08-17T15:01:31Z',
      digestS3Bucket: 'amzn-s3-demo-bucket',
      digestS3Object: FACTS.key,
      digestPublicKeyFingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: '2015-08-17T14:52:27Z',
      oldestEventTime: '2015-08-17T14:42:27Z',
      previousDigestS3Bucket: 'amzn-s3-demo-bucket',
      previousDigestS3Object:
        'AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-east-2_20150817T140131Z.json.gz',
      previousDigestHashValue: '97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d',
      previousDigestHashAlgorithm: 'SHA-256',
      previousDigestSignature: '50887ccffad4c002',
      logFiles: [{ s3Bucket: 'amzn-s3-demo-bucket', hashValue: 'aa', hashAlgorithm: 'SHA-256' }, { hashValue: 'bb' }],
    });
  });

  it('that begins a chain has null for the one before, and one without files null for its times', () => {
    expect(JSON.parse(digestText({ ...FACTS, logFiles: [], previous: undefined }))).toMatchObject({
      newestEventTime: null,
      oldestEventTime: null,
      previousDigestS3Bucket: null,
      previousDigestS3Object: null,
      previousDigestHashValue: null,
      previousDigestHashAlgorithm: null,
      previousDigestSignature: null,
      logFiles: [],
    });
  });

  it('is signed over its end, its place, its hash and the signature before', () => {
    // printf abc | sha256sum
    const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const place = `amzn-s3-demo-bucket/${FACTS.key}`;
    expect(stringToSign(FACTS, 'abc')).toBe(`2015-08-17T15:01:31Z\n${place}\n${hash}\n50887ccffad4c002`);
    expect(stringToSign({ ...FACTS, previous: undefined }, 'abc')).toBe(
      `2015-08-17T15:01:31Z\n${place}\n${hash}\nnull`,
    );
  });
});

describe('the keys', () => {
  it('sign as SHA256withRSA, and are listed as DER of PKCS #1 with their fingerprint', async () => {
    const clock = new FakeClock('2026-01-01T10:20:30Z');
    const keys = new SigningKeys(clock);
    const key = await keys.current();
    const [listed] = await keys.list(clock.now(), clock.now());
    const publicKey = createPublicKey({ key: listed?.publicKeyDer ?? Buffer.alloc(0), format: 'der', type: 'pkcs1' });
    const signature = Buffer.from(signatureOf(FACTS, 'abc', key.privateKey), 'hex');
    expect(verify('sha256', Buffer.from(stringToSign(FACTS, 'abc')), publicKey, signature)).toBe(true);
    expect(verify('sha256', Buffer.from(stringToSign(FACTS, 'abd')), publicKey, signature)).toBe(false);
    expect(listed?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(await keys.current()).toBe(key);
  });

  it('are replaced when their time is over, and the old one is still listed for its time', async () => {
    const clock = new FakeClock('2026-01-01T10:20:30Z');
    const keys = new SigningKeys(clock);
    const [first] = await keys.list(clock.now(), clock.now());
    clock.advance(31 * 24 * 3_600_000);
    const [second, ...more] = await keys.list(clock.now(), clock.now());
    expect(second?.fingerprint).not.toBe(first?.fingerprint);
    expect(more).toEqual([]);
    const since = new Date('2026-01-02T00:00:00Z');
    expect((await keys.list(since, clock.now())).map(({ fingerprint }) => fingerprint)).toEqual([
      first?.fingerprint,
      second?.fingerprint,
    ]);
    expect(await keys.list(new Date('2025-01-01'), new Date('2025-02-01'))).toEqual([]);
  });
});
