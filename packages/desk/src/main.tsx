// Where the desk begins.
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '#desk/app/App.tsx';
import { applyTheme } from '#desk/app/theme.ts';

applyTheme();
createRoot(document.getElementById('desk')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
