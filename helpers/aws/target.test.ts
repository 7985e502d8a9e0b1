import { describe, expect, it } from 'vitest';
import { EndpointBook } from './endpoints.js';
import { foundTarget } from './target.js';

describe('the target is found, not claimed', () => {
  it.each([
    [['https://athena.us-east-1.amazonaws.com', 'https://sts.us-east-1.amazonaws.com']],
    [['https://athena.eu-central-1.api.aws']],
    [['https://api.sagemaker.cn-north-1.amazonaws.com.cn']],
    [['https://athena.us-east-1.amazonaws.com https://athena.us-east-1.api.aws']],
  ])('aws: %j', (endpoints) => {
    expect(foundTarget(endpoints)).toBe('aws');
  });

  it.each([
    [[]],
    [['http://127.0.0.1:4566']],
    [['https://athena.us-east-1.amazonaws.com', 'http://127.0.0.1:4566']],
    [['https://athena.us-east-1.amazonaws.com http://127.0.0.1:1']],
    [['http://athena.us-east-1.amazonaws.com']],
    [['https://athena.us-east-1.amazonaws.com:8443']],
    [['https://amazonaws.com']],
    [['https://amazonaws.com.example.org']],
    [['https://evil-amazonaws.com']],
    [['https://user@athena.us-east-1.amazonaws.com']],
    [['no url']],
    [['']],
  ])('emulated: %j', (endpoints) => {
    expect(foundTarget(endpoints)).toBe('emulated');
  });

  it('one endpoint of an earlier part of the run is not forgotten', () => {
    const book = new EndpointBook();
    book.note('athena', 'https://athena.us-east-1.amazonaws.com');
    book.restore({ athena: 'http://127.0.0.1:4566', sts: 'https://sts.us-east-1.amazonaws.com' });
    expect(book.toRecord()).toEqual({
      athena: 'http://127.0.0.1:4566 https://athena.us-east-1.amazonaws.com',
      sts: 'https://sts.us-east-1.amazonaws.com',
    });
    expect(foundTarget(Object.values(book.toRecord()))).toBe('emulated');
  });
});
