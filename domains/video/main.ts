import { serve } from '../core/serve.js';

await serve('video');
