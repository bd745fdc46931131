import type { ReactNode } from 'react';
import { HeadingLevel } from './shown';

/** A section's heading, what it says in a sentence, and what can be done there. */
export const Page = ({
  title,
  lead,
  act,
  children,
}: {
  readonly title: string;
  readonly lead: ReactNode;
  readonly act?: ReactNode;
  readonly children: ReactNode;
}) => (
  <>
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
      </div>
      {act}
    </header>
    {children}
  </>
);

export const Panel = ({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) => (
  <section className="panel" aria-label={title}>
    <header className="panel-head">
      <h2>{title}</h2>
      {aside}
    </header>
    <HeadingLevel value="h3">{children}</HeadingLevel>
  </section>
);
