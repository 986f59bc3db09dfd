import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

import classes from './tab-row.module.css';

/** The tabs of a page in one row; where the screen is too narrow for all it scrolls, with the active one in view. */
export const TabRow = (props: { active: string; mb: 'md' | 'lg'; children: ReactNode }) => {
  const { active, mb, children } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    // The row alone: the page stays where it is.
    if (row && tab) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }, [active]);
  return (
    <Tabs.List ref={list} mb={mb} className={classes['row'] ?? ''}>
      {children}
    </Tabs.List>
  );
};
