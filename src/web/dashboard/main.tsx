import { render } from 'preact';
import { Audit } from './audit.tsx';
import { Broadcast } from './broadcast.tsx';
import { Broadcasts } from './broadcasts.tsx';
import { Compose } from './compose.tsx';
import { Frame } from './frame.tsx';
import { Overview } from './overview.tsx';

/** The page that an address stands for. */
function Page({ path }: { path: string }) {
  const [, , section, id, verb] = path.split('/');
  if (section !== 'broadcasts') return <Overview />;
  if (!id) return <Broadcasts />;
  if (id === 'new') return <Compose />;
  if (id === 'audit') return <Audit />;
  return verb === 'edit' ? <Compose id={id} /> : <Broadcast id={id} />;
}

const root = document.querySelector('#app');
if (root) {
  root.replaceChildren();
  render(
    <Frame>
      <Page path={location.pathname} />
    </Frame>,
    root,
  );
}
