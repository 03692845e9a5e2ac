// The settings of a Flex instance that can be changed, by the names of the Flex Configuration resource.
import { z } from 'zod';
import { bool, list, sid, text, url } from '#http/parameters.ts';

/** A JSON object of whatever keys. */
const document = () => z.record(z.string(), z.unknown()).nullish();
/** A JSON array of whatever items. */
const items = () => list(z.unknown(), 1_000).nullish();

/** What a request may set; null takes a setting back to what it is by itself. */
export const settings = z.object({
  attributes: document(),
  taskrouter_workspace_sid: sid('WS').nullish(),
  taskrouter_target_workflow_sid: sid('WW').nullish(),
  taskrouter_target_taskqueue_sid: sid('WQ').nullish(),
  taskrouter_taskqueues: items(),
  taskrouter_skills: items(),
  taskrouter_worker_channels: document(),
  taskrouter_worker_attributes: document(),
  taskrouter_offline_activity_sid: sid('WA').nullish(),
  runtime_domain: text(2_048).nullish(),
  messaging_service_instance_sid: sid('MG').nullish(),
  chat_service_instance_sid: sid('IS').nullish(),
  flex_service_instance_sid: sid('IS').nullish(),
  ui_language: text(64).nullish(),
  ui_attributes: document(),
  ui_dependencies: document(),
  ui_version: text(64).nullish(),
  service_version: text(64).nullish(),
  call_recording_enabled: bool().nullish(),
  call_recording_webhook_url: url().nullish(),
  crm_enabled: bool().nullish(),
  crm_type: text(64).nullish(),
  crm_callback_url: url().nullish(),
  crm_fallback_url: url().nullish(),
  crm_attributes: document(),
  public_attributes: document(),
  plugin_service_enabled: bool().nullish(),
  plugin_service_attributes: document(),
  integrations: items(),
  outbound_call_flows: document(),
  serverless_service_sids: list(sid('ZS')).nullish(),
  queue_stats_configuration: document(),
  notifications: document(),
  markdown: document(),
  flex_insights_hr: document(),
  flex_insights_drilldown: bool().nullish(),
  flex_url: text(2_048).nullish(),
  channel_configs: items(),
  debugger_integration: document(),
  flex_ui_status_report: document(),
  agent_conv_end_methods: document(),
  citrix_voice_vdi: document(),
  offline_config: document(),
});

/** What was set of an instance. */
export type Settings = z.output<typeof settings>;

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(settings.shape) as (keyof Settings)[];

/** What an instance is until something is set; the desk of Twilio refuses a server that leaves these out. */
export const DEFAULTS: Settings = {
  attributes: {},
  taskrouter_taskqueues: [],
  taskrouter_skills: [],
  taskrouter_worker_channels: {},
  taskrouter_worker_attributes: {},
  ui_language: 'en',
  ui_attributes: { version_compatibility: 'yes' },
  ui_dependencies: {},
  service_version: '1.0',
  call_recording_enabled: false,
  crm_enabled: false,
  crm_attributes: {},
  public_attributes: {},
  plugin_service_enabled: true,
  plugin_service_attributes: {},
  integrations: [],
  outbound_call_flows: {},
  serverless_service_sids: [],
  queue_stats_configuration: {},
  notifications: { enabled: true, mode: 'whenNotInFocus' },
  markdown: { enabled: false, mode: 'readOnly' },
  flex_insights_hr: {},
  flex_insights_drilldown: false,
  channel_configs: [],
  debugger_integration: { enabled: false },
  flex_ui_status_report: { enabled: false },
  agent_conv_end_methods: {},
  citrix_voice_vdi: { enabled: false },
  offline_config: {},
};
