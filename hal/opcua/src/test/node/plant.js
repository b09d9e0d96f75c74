// A press with everything beside values: an alarm to acknowledge, methods, nodes to write, and a history in memory.
// usage: node plant.js --port=4840 --pki=FOLDER
// A line "level 95" on stdin sets what the alarm watches.
const path = require("path");
const readline = require("readline");
const { OPCUAServer } = require("node-opcua-server");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { DataType, VariantArrayType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");
const { makeAccessLevelFlag } = require("node-opcua-data-model");

const options = Object.fromEntries(
  process.argv.slice(2).map((word) => word.replace(/^--/, "").split("=")));

async function main() {
  const certificates = new OPCUACertificateManager({
    automaticallyAcceptUnknownCertificate: true,
    rootFolder: path.resolve(options.pki),
  });
  await certificates.initialize();
  const server = new OPCUAServer({
    port: Number(options.port),
    hostname: "127.0.0.1",
    serverCertificateManager: certificates,
    serverCapabilities: { maxSessions: 50 },
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  space.installAlarmsAndConditionsService();
  const own = space.registerNamespace("urn:gemba:bed:plant");
  const press = own.addObject({
    organizedBy: space.rootFolder.objects, nodeId: "s=Press", browseName: "Press",
    notifierOf: space.rootFolder.objects.server, eventNotifier: 1,
  });

  const level = own.addVariable({
    componentOf: press, nodeId: "s=Level", browseName: "Level", dataType: "Double",
    eventSourceOf: press, value: { dataType: DataType.Double, value: 50 },
  });
  own.instantiateExclusiveLimitAlarm("ExclusiveLimitAlarmType", {
    componentOf: press, conditionSource: level, browseName: "LevelAlarm", conditionName: "level",
    inputNode: level, highHighLimit: 90, highLimit: 80, lowLimit: 10, lowLowLimit: 5,
    optionals: ["ConfirmedState", "Confirm"],
  });

  const add = own.addMethod(press, {
    nodeId: "s=Add", browseName: "Add",
    inputArguments: [
      { name: "a", dataType: DataType.UInt16, valueRank: -1 },
      { name: "b", dataType: DataType.Double, valueRank: 1 },
    ],
    outputArguments: [{ name: "sum", dataType: DataType.Double, valueRank: -1 }],
  });
  add.bindMethod((inputs, context, callback) => {
    const sum = inputs[1].value.reduce((x, y) => x + y, inputs[0].value);
    callback(null, {
      statusCode: StatusCodes.Good,
      outputArguments: [{ dataType: DataType.Double, value: sum }],
    });
  });

  own.addVariable({
    componentOf: press, nodeId: "s=Setpoint", browseName: "Setpoint", dataType: "Int16",
    value: { dataType: DataType.Int16, value: 1 },
  });
  own.addVariable({
    componentOf: press, nodeId: "s=Recipe", browseName: "Recipe", dataType: "Float", valueRank: 1,
    value: { dataType: DataType.Float, arrayType: VariantArrayType.Array, value: [1, 2] },
  });
  own.addVariable({
    componentOf: press, nodeId: "s=ReadOnly", browseName: "ReadOnly", dataType: "Int16",
    accessLevel: makeAccessLevelFlag("CurrentRead"), userAccessLevel: makeAccessLevelFlag("CurrentRead"),
    value: { dataType: DataType.Int16, value: 1 },
  });

  const counter = own.addVariable({
    componentOf: press, nodeId: "s=Count", browseName: "Count", dataType: "UInt32",
    minimumSamplingInterval: 0, value: { dataType: DataType.UInt32, value: 0 },
  });
  space.installHistoricalDataNode(counter, { maxOnlineValues: 100000 });
  let count = 0;
  const next = (time) => {
    count++;
    counter.setValueFromSource({ dataType: DataType.UInt32, value: count }, StatusCodes.Good, time);
  };
  await server.start();
  setInterval(() => next(new Date()), 20);
  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const [word, number] = line.split(" ");
    if (word === "level") {
      level.setValueFromSource({ dataType: DataType.Double, value: Number(number) });
    }
  });
  console.log("READY");
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
