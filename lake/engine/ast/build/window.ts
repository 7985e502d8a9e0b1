import {
  BoundedFrameContext,
  CurrentRowBoundContext,
  type FrameBoundContext,
  type OverContext,
  UnboundedFrameContext,
  type WindowFrameContext,
  type WindowSpecificationContext,
} from '#trino/TrinoSqlParser.js';
import type { FrameBound, WindowFrame, WindowSpecification } from '../expression.js';
import type { Identifier } from '../identifier.js';
import { type Build, locationOf, present, unmodelled } from './context.js';
import { identifier } from './names.js';
import { sortItem } from './sort.js';

/** What OVER names, or says. */
export function windowOf(build: Build, tree: OverContext): WindowSpecification | Identifier {
  const specification = tree.windowSpecification();
  if (specification !== null) return windowSpecification(build, specification);
  return identifier(present(tree.identifier(), 'window name'));
}

export function windowSpecification(build: Build, tree: WindowSpecificationContext): WindowSpecification {
  const base = tree.identifier();
  const frame = tree.windowFrame();
  return {
    at: locationOf(tree),
    base: base === null ? undefined : identifier(base),
    partitionBy: (tree.partitionBy()?.expression() ?? []).map((item) => build.expression(item)),
    orderBy: tree.sortItem().map((item) => sortItem(build, item)),
    frame: frame === null ? undefined : frameOf(build, frame),
  };
}

function frameOf(build: Build, tree: WindowFrameContext): WindowFrame {
  if (tree.rowPattern() !== null || tree.measureDefinition().length > 0)
    throw unmodelled(tree, 'row pattern in a window');
  const extent = tree.frameExtent();
  const [start, end] = extent.frameBound();
  return {
    unit: extent.KW_ROWS() !== null ? 'rows' : extent.KW_RANGE() !== null ? 'range' : 'groups',
    start: boundOf(build, present(start, 'frame start')),
    end: end === undefined ? undefined : boundOf(build, end),
  };
}

function boundOf(build: Build, tree: FrameBoundContext): FrameBound {
  if (tree instanceof CurrentRowBoundContext) return { kind: 'current-row' };
  if (tree instanceof UnboundedFrameContext) {
    return { kind: tree.KW_PRECEDING() === null ? 'unbounded-following' : 'unbounded-preceding' };
  }
  if (tree instanceof BoundedFrameContext) {
    const kind = tree.KW_PRECEDING() === null ? 'following' : 'preceding';
    return { kind, offset: build.expression(tree.expression()) };
  }
  throw unmodelled(tree, 'frame bound');
}
