import { LakeproofError, messageOf } from '../../core/error.js';
import { CallFailure } from '../aws/call.js';
import { type Check, missing, unknown } from './check.js';

/** What a question to AWS came to. */
export type Told<T> =
  | { readonly kind: 'told'; readonly value: T }
  /** Refused for want of a right: something is missing. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Failed in any other way: nothing is known. */
  | { readonly kind: 'failed'; readonly why: string }
  /** Not asked, because what it rests on is not there. */
  | { readonly kind: 'not-asked'; readonly why: string };

/** Asks, and turns what goes wrong into words. Errors that are not ours pass through. */
export async function ask<T>(question: () => Promise<T>): Promise<Told<T>> {
  try {
    return { kind: 'told', value: await question() };
  } catch (error) {
    const failure = failureIn(error);
    if (failure !== undefined) {
      const { operation, code, message } = failure.fault;
      const kind = failure.fault.class === 'access-denied' ? 'refused' : 'failed';
      return { kind, why: `${operation}: ${code}: ${message}` };
    }
    if (error instanceof LakeproofError) return { kind: 'failed', why: messageOf(error) };
    throw error;
  }
}

export function notAsked(why: string): Told<never> {
  return { kind: 'not-asked', why };
}

/** The check for anything but an answer. */
export function checkOf(told: Exclude<Told<unknown>, { kind: 'told' }>, title: string, remedy: string): Check {
  switch (told.kind) {
    case 'refused':
      return missing(title, told.why, remedy);
    case 'failed':
      return unknown(title, told.why, remedy);
    case 'not-asked':
      return unknown(title, `not asked: ${told.why}`);
  }
}

function failureIn(error: unknown): CallFailure | undefined {
  if (error instanceof CallFailure) return error;
  return error instanceof Error && error.cause instanceof CallFailure ? error.cause : undefined;
}
