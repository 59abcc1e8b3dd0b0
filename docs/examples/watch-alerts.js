const { Kafka } = require("kafkajs");
const { SchemaRegistry } = require("@kafkajs/confluent-schema-registry");

const offset = Number(process.env.PORT_OFFSET ?? 0);
const registry = new SchemaRegistry({ host: `http://127.0.0.1:${8081 + offset}/apis/ccompat/v7` });
const kafka = new Kafka({ clientId: "watch-alerts", brokers: [`127.0.0.1:${9092 + offset}`] });

async function main() {
  // Alerts are written in transactions. kafkajs reads committed records only, unless told otherwise.
  const consumer = kafka.consumer({ groupId: "watch-alerts" });
  await consumer.connect();
  await consumer.subscribe({ topic: "alerts.events", fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const alert = await registry.decode(message.value);
      console.log(alert.transition, alert.severity, alert.summary);
    },
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
