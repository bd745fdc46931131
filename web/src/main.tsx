import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './frame/console';
import './look/tokens.css';
import './look/base.css';
import './look/frame.css';
import './look/pictures.css';
import './look/lists.css';
import './look/forms.css';

const place = document.getElementById('console');
if (place === null) throw new Error('index.html has the place the console is put in');
createRoot(place).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
