import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import { CallFailure, call, type RetryPolicy } from './call.js';

const RETRY: RetryPolicy = {
  minDelayMs: 0,
  maxDelayMs: 0,
  retries: { throttled: 3, 'service-error': 2, network: 1 },
  maxTotalMs: 60_000,
};
const OK = { $metadata: { requestId: 'r-ok' } };

function failing(
  code: string,
  times: number,
): { readonly send: () => Promise<typeof OK>; readonly sent: () => number } {
  let sent = 0;
  return {
    send: () => {
      sent += 1;
      if (sent > times) return Promise.resolve(OK);
      const failure = Object.assign(new Error(`${code} of 'a value'`), {
        name: code,
        $metadata: { httpStatusCode: 400, requestId: `r-${sent}` },
      });
      return Promise.reject(failure);
    },
    sent: () => sent,
  };
}

describe('calls', () => {
  it('tries again what may pass, and keeps every attempt', async () => {
    const { send } = failing('ThrottlingException', 2);
    const { attempts } = await call('athena:X', send, { clock: new FakeClock(), retry: RETRY });
    expect(attempts.map(({ attempt, requestId, fault }) => [attempt, requestId, fault?.class])).toEqual([
      [1, 'r-1', 'throttled'],
      [2, 'r-2', 'throttled'],
      [3, 'r-ok', undefined],
    ]);
  });

  it('signs anew when the SDK has set its clock by a refusal, and no oftener than twice', async () => {
    const skewed = (times: number) => {
      let sent = 0;
      return (): Promise<typeof OK> => {
        sent += 1;
        if (sent > times) return Promise.resolve(OK);
        const $metadata = { httpStatusCode: 400, clockSkewCorrected: true };
        const refusal = Object.assign(new Error('Signature expired'), { name: 'InvalidSignatureException', $metadata });
        return Promise.reject(refusal);
      };
    };
    const { attempts } = await call('athena:X', skewed(1), { clock: new FakeClock(), retry: RETRY });
    expect(attempts.map(({ fault }) => fault?.code)).toEqual(['InvalidSignatureException', undefined]);
    const failed = await call('athena:X', skewed(9), { clock: new FakeClock(), retry: RETRY }).catch((e: unknown) => e);
    expect(failed).toMatchObject({ attempts: [{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }] });
  });

  it.each([
    ['ThrottlingException', 4],
    ['InternalServerException', 3],
    ['ECONNRESET', 2],
    ['AccessDeniedException', 1],
    ['InvalidRequestException', 1],
    ['NotImplemented', 1],
    ['ExpiredTokenException', 1],
    ['NeverSeenBefore', 1],
  ])('gives %s up after %i attempt(s), and says so without what it quoted', async (code, expected) => {
    const { send, sent } = failing(code, Number.POSITIVE_INFINITY);
    const failure = await call('athena:X', send, { clock: new FakeClock(), retry: RETRY }).catch((e: unknown) => e);
    expect(sent()).toBe(expected);
    if (!(failure instanceof CallFailure)) throw new Error('not a CallFailure');
    expect(failure.attempts).toHaveLength(expected);
    expect(failure.fault).toMatchObject({ code, operation: 'athena:X' });
    expect(failure.message).not.toContain('a value');
    expect(failure.thrown.text).toContain('a value');
  });

  it('gives a programming error up at once, as a fault and not as a crash', async () => {
    const send = (): Promise<typeof OK> => Promise.reject(new TypeError('x is not a function'));
    const failure = await call('athena:X', send, { clock: new FakeClock(), retry: RETRY }).catch((e: unknown) => e);
    expect(failure).toMatchObject({ fault: { class: 'unrecognised', code: 'TypeError' } });
  });

  it('stops trying when it is aborted, and says what it was failing of', async () => {
    const controller = new AbortController();
    const { send, sent } = failing('ThrottlingException', Number.POSITIVE_INFINITY);
    const sendOnce = (): Promise<typeof OK> => {
      controller.abort(new Error('enough'));
      return send();
    };
    const failure = await call('athena:X', sendOnce, {
      clock: new FakeClock(),
      retry: RETRY,
      signal: controller.signal,
    }).catch((e: unknown) => e);
    expect(sent()).toBe(1);
    expect(failure).toMatchObject({ fault: { class: 'throttled' } });
  });

  it('does not try again what failed while credentials were had: that was tried already', async () => {
    const inner = await call('sts:AssumeRole', failing('ThrottlingException', 9).send, {
      clock: new FakeClock(),
      retry: RETRY,
    }).catch((e: unknown) => e);
    let sent = 0;
    const failure = await call(
      'athena:X',
      () => {
        sent += 1;
        return Promise.reject(inner instanceof Error ? inner : new TypeError('nothing was thrown'));
      },
      { clock: new FakeClock(), retry: RETRY },
    ).catch((e: unknown) => e);
    expect(sent).toBe(1);
    expect(failure).toMatchObject({ fault: { operation: 'sts:AssumeRole', class: 'throttled' } });
  });
});
