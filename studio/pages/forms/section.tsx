import { Fieldset } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a page under a name. */
export const Section = (props: { legend: string; children: ReactNode }) => (
  <Fieldset {...props} mx={0} styles={{ legend: { fontWeight: 600 } }} />
);
