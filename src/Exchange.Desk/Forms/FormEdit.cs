using System.Text.Json.Nodes;

namespace Exchange.Desk.Forms;

/// <summary>The buttons of a form that add, remove and move the items of its lists: <c>add /body/subjects</c>.</summary>
internal static class FormEdit
{
    /// <summary>Changes the message.</summary>
    /// <param name="form">The message as typed.</param>
    /// <param name="act">Verb and pointer.</param>
    /// <param name="type">The code of what is added, where there are several.</param>
    /// <returns>Pointer to what the person goes on with; null if there is no such button.</returns>
    public static string? Apply(MessageForm form, string? act, string? type)
    {
        if (act?.Split(' ') is not [var verb, var pointer] || !pointer.StartsWith('/'))
            return null;
        if (verb == "drop")
            return Drop(form, pointer);
        if (verb == "add")
            return ListAt(form, pointer) is { } whole ? whole.Add(form, type) : null;
        var slash = pointer.LastIndexOf('/');
        if (
            ListAt(form, pointer[..slash]) is not { } list
            || !int.TryParse(pointer[(slash + 1)..], out var index)
            || index < 0
            || index >= list.Items.Count
        )
        {
            return null;
        }

        return verb switch
        {
            "remove" => list.Remove(index),
            "up" => list.Move(index, -1),
            "down" => list.Move(index, 1),
            _ => null,
        };
    }

    // A member that the form has no field for.
    private static string? Drop(MessageForm form, string pointer)
    {
        var slash = pointer.LastIndexOf('/');
        var within = pointer
            .Split('/')[1..^1]
            .Select(FormText.Unescape)
            .Aggregate(form.Message.Value, (node, part) => node switch
                {
                    JsonObject members => members[part],
                    JsonArray items when int.TryParse(part, out var index) && index >= 0 && index < items.Count => items[index],
                    _ => null,
                });
        var last = FormText.Unescape(pointer[(slash + 1)..]);
        var isDropped = within switch
        {
            JsonObject members => members.Remove(last),
            JsonArray items when int.TryParse(last, out var index) && index >= 0 && index < items.Count => items.Remove(items[index]),
            _ => false,
        };
        return isDropped ? pointer[..slash] : null;
    }

    // What is absent on the way to the list is made.
    private static EditedList? ListAt(MessageForm form, string pointer)
    {
        var shape = form.Message.Shape;
        var node = form.Message.Value!;
        foreach (var part in pointer.Split('/').Skip(1).Select(FormText.Unescape))
        {
            if (node is JsonArray items)
            {
                if (!int.TryParse(part, out var index) || index < 0 || index >= items.Count || items[index] is not { } item)
                    return null;
                (shape, node) = (shape.Items, item);
                continue;
            }

            var whole = shape.Kind == ShapeKind.Alternatives ? shape.AlternativeOf(node) : shape;
            if (node is not JsonObject members || whole?.Members.FirstOrDefault(member => member.Name == part) is not { } found)
                return null;
            members[part] ??= found.Shape.Kind == ShapeKind.List ? new JsonArray() : new JsonObject();
            (shape, node) = (found.Shape, members[part]!);
        }

        return shape.Kind == ShapeKind.List && node is JsonArray list ? new(pointer, shape.Items, list) : null;
    }

    private sealed record EditedList(string Pointer, Shape Shape, JsonArray Items)
    {
        public string? Add(MessageForm form, string? type)
        {
            if ((Shape.Kind == ShapeKind.Alternatives ? Shape.Alternative(type ?? "") : Shape) is not { Kind: ShapeKind.Object } shape)
                return null;
            var item = new JsonObject();
            foreach (var member in shape.Members)
            {
                if (member.Shape.Kind == ShapeKind.Constant)
                    item[member.Name] = member.Shape.Constant;
                else if (member.Shape.Names)
                    item[member.Name] = FreeName(form, shape.Code ?? member.Name);
                else if (member.Shape.IsPosition)
                    item[member.Name] = 1 + Items.Count(other => PositionOf(other) == member.Name);
            }

            Items.Add(item);
            return PointerTo(Items.Count - 1);
        }

        public string Remove(int index)
        {
            var removed = Items[index];
            Items.RemoveAt(index);
            if (PositionOf(removed) is { } position)
            {
                // Those behind it move up.
                foreach (
                    var other in Items.Where(other => PositionOf(other) == position && Number(other, position) > Number(removed, position))
                )
                {
                    other![position] = Number(other, position) - 1;
                }
            }

            return Items.Count == 0 ? Pointer : PointerTo(Math.Min(index, Items.Count - 1));
        }

        /// <summary>Exchanges two items, and the numbers that say which of them comes first.</summary>
        public string Move(int index, int by)
        {
            // A segment of a route passes the next segment, whatever lies between them.
            var position = PositionOf(Items[index]);
            var other = index + by;
            while (position is not null && other >= 0 && other < Items.Count && PositionOf(Items[other]) != position)
                other += by;
            if (other < 0 || other >= Items.Count)
                return PointerTo(index);
            var (moved, passed) = (Items[index]?.DeepClone(), Items[other]?.DeepClone());
            if (position is not null)
                (moved![position], passed![position]) = (passed[position]?.DeepClone(), moved[position]?.DeepClone());
            (Items[index], Items[other]) = (passed, moved);
            return PointerTo(other);
        }

        private string PointerTo(int index) => $"{Pointer}/{FormText.Index(index)}";

        /// <summary>The member that says which place an item has among its like.</summary>
        private string? PositionOf(JsonNode? item) =>
            item is JsonObject
                ? (Shape.Kind == ShapeKind.Alternatives ? Shape.AlternativeOf(item) : Shape)
                    ?.Members.FirstOrDefault(member => member.Shape.IsPosition)
                    ?.Name
                : null;

        private static int? Number(JsonNode? item, string position) =>
            item?[position] is JsonValue value && value.TryGetValue(out int number) ? number : null;

        // The first letter of the type, and the first number that is free.
        private static string FreeName(MessageForm form, string code) =>
            Enumerable
                .Range(1, int.MaxValue)
                .Select(number => $"{code[0]}{FormText.Index(number)}")
                .First(name => form.Names.All(taken => taken.Id != name));
    }
}
