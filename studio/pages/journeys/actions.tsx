import { Button, Menu } from '@mantine/core';
import { useState } from 'react';

import type { components } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { SteerDialog } from './steer-dialog.tsx';
import type { Steering } from './use-steer.ts';
import { journeyWords } from './words.ts';

type Journey = components['schemas']['Journey'];

/** What makes sense as the journey stands; what cannot be taken back comes last. */
const offered = ({ mode, frozen }: Journey): readonly Steering[] => [
  ...(mode === 'live' ? (['pause'] as const) : (['resume-entries'] as const)),
  ...(frozen === undefined ? (['freeze'] as const) : (['resume'] as const)),
  ...(mode === 'ended' ? [] : (['drain'] as const)),
  'stop',
];

/** What can be done to the journey as a whole, for anyone who may. */
export const Actions = ({ journey }: { journey: Journey }) => {
  const words = useWords(journeyWords);
  const may = useMay();
  const [asked, setAsked] = useState<Steering | undefined>();
  if (!may('write')) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button>{words.actions}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered(journey).map((how) => (
            <Menu.Item key={how} {...(how === 'stop' ? { color: 'red' } : {})} onClick={() => setAsked(how)}>
              {words[how]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked === undefined ? null : (
        <SteerDialog journey={journey} how={asked} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
};
