import './ouvriers.js';
// Never graphiql/style.css: it inlines 0.6 MB of fonts, which the page's policy refuses.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './page.css';
import './graphiql.css';
import { createRoot } from 'react-dom/client';
import { Explorateur } from './Explorateur.jsx';

createRoot(document.getElementById('page')).render(<Explorateur />);
