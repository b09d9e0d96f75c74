// A machine with every kind of value, whose nodes come and go and whose namespaces move.
// usage: node machine.js --port=4840 --before=2 --pki=FOLDER; then a line on standard input:
// "add NAME" and "remove NAME" change the address space while clients look at it.
const path = require("path");
const readline = require("readline");
const { OPCUAServer } = require("node-opcua-server");
const { nodesets } = require("node-opcua-nodesets");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { MessageSecurityMode, SecurityPolicy } = require("node-opcua-secure-channel");
const { DataType, VariantArrayType, Variant } = require("node-opcua-variant");
const { coerceLocalizedText, QualifiedName } = require("node-opcua-data-model");
const { coerceNodeId } = require("node-opcua-nodeid");

const options = Object.fromEntries(
  process.argv.slice(2).map((word) => word.replace(/^--/, "").split("=")));
const OWN = "urn:gemba:bed:machine:nodes";

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
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Aes256_Sha256_RsaPss],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.SignAndEncrypt],
    nodeset_filename: [nodesets.standard, path.resolve("machine.xml")],
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  for (let i = 0; i < Number(options.before || 0); i++) {
    space.registerNamespace(`urn:foreign:${i}`);
  }
  const own = space.registerNamespace(OWN);
  const types = space.getNamespaceIndex("urn:gemba:bed:machine");
  const press = own.addObject({ organizedBy: space.rootFolder.objects, browseName: "Press1",
    nodeId: "s=Press1", nodeVersion: "0" }); // without a version nobody is told of changes
  const add = (name, dataType, value) => own.addVariable({
    componentOf: press, nodeId: `s=${name}`, browseName: name, dataType,
    minimumSamplingInterval: 0, value,
    valueRank: value.dimensions ? value.dimensions.length
      : value.arrayType === VariantArrayType.Array ? 1 : -1 });
  const scalar = (name, dataType, value) =>
    add(name, DataType[dataType], { dataType, arrayType: VariantArrayType.Scalar, value });

  scalar("OilTemp", "Double", 61.4);
  scalar("TempSetpoint", "Double", 60);
  scalar("Speed", "Float", NaN);
  scalar("Small", "Int64", [0x80000000, 0]);
  scalar("Large", "UInt64", [0xffffffff, 0xffffffff]);
  scalar("Guid", "Guid", "09087E75-8E5E-499B-954F-F2A9603DB28A");
  scalar("Time", "DateTime", new Date("2026-11-23T12:00:00.123Z"));
  scalar("Bytes", "ByteString", Buffer.from([0, 1, 255]));
  scalar("Text", "LocalizedText", coerceLocalizedText({ locale: "zh-TW", text: "油溫" }));
  scalar("Name", "QualifiedName", new QualifiedName({ namespaceIndex: own.index, name: "x" }));
  scalar("Node", "NodeId", coerceNodeId(`ns=${own.index};s=Press1`));
  add("Matrix", DataType.Int32, { dataType: "Int32",
    arrayType: VariantArrayType.Matrix, dimensions: [2, 3],
    value: new Int32Array([1, 2, 3, 4, 5, 6]) });
  add("Mixed", DataType.Variant, { dataType: "Variant", arrayType: VariantArrayType.Array,
    value: [new Variant({ dataType: "Int32", value: 1 }),
      new Variant({ dataType: "String", value: "a" })] });

  const type = (id) => space.findNode(`ns=${types};i=${id}`);
  add("Phase", type(3001).nodeId, { dataType: "Int32", value: 6 });
  const zone = (temperature, phase) => ({ temperature, phase });
  const recipe = space.constructExtensionObject(type(3003), {
    name: "A", serial: [0x80000000, 0], cycle: 16.5, main: zone(1.5, 6),
    zones: [zone(2.5, 0), zone(3.5, 6)], limit: 7 });
  add("Recipe", type(3003).nodeId, { dataType: "ExtensionObject", value: recipe });
  add("Zones", type(3002).nodeId, { dataType: "ExtensionObject",
    arrayType: VariantArrayType.Array,
    value: [space.constructExtensionObject(type(3002), zone(4.5, 6))] });
  add("Either", type(3004).nodeId, { dataType: "ExtensionObject",
    value: space.constructExtensionObject(type(3004), { number: 42 }) });

  await server.start();
  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const [verb, name] = line.split(" ");
    space.modelChangeTransaction(() => {
      if (verb === "add") {
        scalar(name, "Double", 1);
      } else {
        space.deleteNode(own.findNode(`s=${name}`) || `ns=${own.index};s=${name}`);
      }
    });
    console.log("DONE");
  });
  console.log("READY");
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
