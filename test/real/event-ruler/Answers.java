import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;

/**
 * What event-ruler itself answers. Each line of the input is {"rule": TEXT, "events": [TEXT, …]}, where TEXT is JSON as it is written,
 * in a string; each line of the output is {"refused": WHY}, or {"matches": [POSITION OF AN EVENT, …], "apart": [POSITION, …]}: first as one
 * rule, in a machine of its own, then with each alternative of "$or" in a machine of its own, where none can disturb another.
 */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        // Some characters end a line for the reader.
        JSON.getFactory().enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(JSON.writeValueAsString(answer(JSON.readTree(line))));
            out.newLine();
            if (!in.ready()) out.flush();
        }
        out.flush();
    }

    private static ObjectNode answer(JsonNode question) {
        ObjectNode answer = JSON.createObjectNode();
        String rule = question.get("rule").asText();
        Machine whole = Machine.builder().build();
        try {
            whole.addRule("rule", rule);
        } catch (Throwable refusal) {
            return answer.put("refused", String.valueOf(refusal.getMessage()));
        }
        List<Machine> apart = apart(rule, whole);
        ArrayNode matches = answer.putArray("matches");
        ArrayNode ofSome = answer.putArray("apart");
        int position = 0;
        for (JsonNode event : question.get("events")) {
            String text = event.asText();
            if (matches(whole, text)) matches.add(position);
            if (apart.stream().anyMatch(machine -> matches(machine, text))) ofSome.add(position);
            position++;
        }
        return answer;
    }

    private static List<Machine> apart(String rule, Machine whole) {
        List<Machine> machines = new ArrayList<>();
        try {
            List<Map<String, List<Patterns>>> alternatives = JsonRuleCompiler.compile(rule);
            if (alternatives.size() < 2) return List.of(whole);
            for (Map<String, List<Patterns>> alternative : alternatives) {
                Machine machine = Machine.builder().build();
                machine.addPatternRule("rule", alternative);
                machines.add(machine);
            }
        } catch (Throwable noOr) {
            // The rule was taken with "$or" as an ordinary name.
            return List.of(whole);
        }
        return machines;
    }

    /** What is no event matches nothing. */
    private static boolean matches(Machine machine, String event) {
        try {
            return !machine.rulesForJSONEvent(event).isEmpty();
        } catch (Exception noEvent) {
            return false;
        }
    }
}
