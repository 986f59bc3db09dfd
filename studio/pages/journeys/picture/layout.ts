import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

import type { Graph } from './graph.ts';

/** How large a step is drawn, in pixels. */
export const stepSize = { width: 230, height: 96 } as const;
export const endSize = { width: 130, height: 40 } as const;

/** Where each node stands: its upper left corner. */
export type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.layered.spacing.nodeNodeBetweenLayers': '64',
  'elk.spacing.nodeNode': '40',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

/** Works out where the nodes of a graph stand, in a worker. */
export const layoutOf = async (graph: Graph): Promise<Places> => {
  const elk = new ELK({ workerUrl });
  try {
    const laid = await elk.layout({
      id: 'journey',
      layoutOptions: options,
      children: graph.nodes.map(({ id, line }) => ({ id, ...(line === undefined ? endSize : stepSize) })),
      edges: graph.edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
    });
    return new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  } finally {
    elk.terminateWorker();
  }
};
