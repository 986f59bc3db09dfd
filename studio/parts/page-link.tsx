import { Anchor } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to a page by its path, `/journeys/$key`, and the value in it; its text alone where the studio has no such page. */
export const PageLink = (props: { page: string; value: string; children: ReactNode }) => {
  const { page, value, children } = props;
  const { routesByPath } = useRouter();
  if (!Object.hasOwn(routesByPath, page)) return <>{children}</>;
  const to = page.replace(/\$\w+$/, () => encodeURIComponent(value));
  return (
    <Anchor inherit renderRoot={(more) => <Link to={to} {...more} />}>
      {children}
    </Anchor>
  );
};
