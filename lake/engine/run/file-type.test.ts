import { expect, it } from 'vitest';
import { type FileType, fileType } from './file-type.js';

const PLAIN: FileType = { kind: 'plain' };

it.each<[string, FileType]>([
  ['INTEGER', PLAIN],
  ['DECIMAL(10,2)', PLAIN],
  ["ENUM('a', 'b[]')", PLAIN],
  ['VARCHAR[]', { kind: 'list', element: PLAIN }],
  ['INTEGER[][]', { kind: 'list', element: { kind: 'list', element: PLAIN } }],
  ['MAP(VARCHAR, DECIMAL(3,1))', { kind: 'map', key: PLAIN, value: PLAIN }],
  [
    'STRUCT(a INTEGER, B VARCHAR[])',
    {
      kind: 'struct',
      fields: [
        { name: 'a', type: PLAIN },
        { name: 'B', type: { kind: 'list', element: PLAIN } },
      ],
    },
  ],
  [
    'STRUCT("a, b)[]" DECIMAL(3,1), "say ""hi""" STRUCT("0" INTEGER))[]',
    {
      kind: 'list',
      element: {
        kind: 'struct',
        fields: [
          { name: 'a, b)[]', type: PLAIN },
          { name: 'say "hi"', type: { kind: 'struct', fields: [{ name: '0', type: PLAIN }] } },
        ],
      },
    },
  ],
])('reads %s', (text, type) => {
  expect(fileType(text)).toEqual(type);
});
