import { lazy, Suspense } from 'react';

import { Loading } from '../../../parts/page/loading.tsx';
import type { PictureProps } from './journey-picture.tsx';

const Drawn = lazy(async () => ({ default: (await import('./journey-picture.tsx')).JourneyPicture }));

/** A journey as a picture. What draws it is large, and loaded when it is shown. */
export const Picture = (props: PictureProps) => (
  <Suspense fallback={<Loading />}>
    <Drawn {...props} />
  </Suspense>
);
