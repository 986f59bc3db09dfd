import { lazy, Suspense } from 'react';

import type { CodeEditorProps } from './code-mirror.tsx';
import { Loading } from '../page/loading.tsx';

const CodeMirror = lazy(async () => ({ default: (await import('./code-mirror.tsx')).CodeMirror }));

/** An editor for the text of a file, with completion from a JSON Schema and problems where they are. Loaded when it is shown. */
export const CodeEditor = (props: CodeEditorProps) => (
  <Suspense fallback={<Loading />}>
    <CodeMirror {...props} />
  </Suspense>
);
