import { serve } from '../core/service/serve.js';

await serve('music');
