// The front of the Content API: templates, their approval, the search for them, and a look at a customer's window.
import { routesOf } from '#http/resource.ts';
import type { Product } from '#server/product.ts';
import { approvalRoutes } from './approvals/resource.ts';
import { contentResource, contentUpdate } from './contents/resource.ts';
import {
  contentAndApprovals,
  contentSearch,
  contentSearchWithApprovals,
  legacyContent,
} from './search/resource.ts';
import { windowRoute } from './windows/resource.ts';

/** Content templates in versions 1 and 2 of the API. */
export function contentProduct(): Product {
  return {
    routes: [
      ...routesOf(contentResource),
      contentUpdate,
      ...approvalRoutes,
      ...routesOf(contentAndApprovals),
      ...routesOf(legacyContent),
      ...routesOf(contentSearch),
      ...routesOf(contentSearchWithApprovals),
      windowRoute,
    ],
  };
}
