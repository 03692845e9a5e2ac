// Content templates: what they consist of, what they say with values in them, and their approval. The front file: what
// others may call.
export {
  APPROVAL_STATUSES,
  type ApprovalDecision,
  type ApprovalRequest,
  approvalStatuses,
  CATEGORIES,
  decideApproval,
  findApproval,
  isOpen,
  requestApproval,
} from './approvals.ts';
export { buttonsOf, type ShownButton } from './buttons.ts';
export { wordsWithPlaceholders } from './render.ts';
export { contentKey, existingContents, findContent, holdContent } from './stored.ts';
export { type GivenTemplate, readTemplate, type Template } from './template.ts';
export { renderTemplates, type Templated } from './templated-messages.ts';
export { isContentType } from './type-schemas.ts';
