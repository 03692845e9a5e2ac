// An example of a plugin: tasks that carry `autoAnswer` are accepted as they are offered, and shown.
class AutoAccept extends Twilio.Flex.FlexPlugin {
  constructor() {
    super('auto-accept');
  }

  init(flex, manager) {
    manager.workerClient.on('reservationCreated', (reservation) => {
      if (reservation.task.attributes.autoAnswer === true) {
        flex.Actions.invokeAction('AcceptTask', { sid: reservation.sid });
        // select the task
        flex.Actions.invokeAction('SelectTask', { sid: reservation.sid });
      }
    });
  }
}

Twilio.Flex.Plugins.init(AutoAccept);
