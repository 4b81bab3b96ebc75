using CsCheck;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;
using Exchange.Protocol.Vocabulary.Entities;
using static Exchange.Tests.Protocol.BasicGen;

namespace Exchange.Tests.Protocol;

/// <content>The kinds beside request, acknowledgement and response.</content>
internal static partial class MessageGen
{
    private static Gen<ContactPoint> Contacts =>
        from names in Gen.Select(Line(200), Line(200))
        from languages in Different(Gen.OneOf("ben", "msa", "rhg"), 3)
        from hours in Maybe(Gen.Const(new Hours("Asia/Dhaka", [Weekday.Sunday, Weekday.Thursday], "08:00", "17:30")))
        from channels in List(Gen.Select(Gen.Enum<ChannelType>(), Line(320)).Select((type, address) => new Channel(type, address)), 1, 3)
        select new ContactPoint
        {
            Unit = names.Item1,
            Role = names.Item2,
            Languages = languages,
            Hours = hours,
            Channels = channels,
        };

    private static Gen<string> Pointers => Gen.OneOf("/body/items/0", "/body/answers/3/items/12");

    private static Gen<MessageBody> Clarifications =>
        Gen.OneOf(
            Gen.Select(Text(2000), MaybeValue(Gen.Int[1, 999]))
                .Array[1, 4]
                .Select(
                    MessageBody (all) =>
                        new ClarificationBody
                        {
                            Questions = [.. all.Select((each, index) => new ClarificationQuestion(index + 1, each.Item1, each.Item2))],
                        }
                ),
            Text(8000)
                .Array[1, 4]
                .Select(
                    MessageBody (all) =>
                        new ClarificationBody { Answers = [.. all.Select((text, index) => new ClarificationAnswer(index + 1, text))] }
                )
        );

    private static Gen<MessageBody> Refusals =>
        Gen.Select(Gen.Enum<RefusalGround>(), Text(4000), Maybe(Gen.Const<IReadOnlyList<int>>([3, 1])))
            .Select(
                MessageBody (ground, text, questions) =>
                    new RefusalBody
                    {
                        Ground = ground,
                        Text = text,
                        Questions = questions,
                    }
            );

    private static Gen<MessageBody> Extensions =>
        Gen.Select(LaterTimes, Gen.Enum<ExtensionReason>(), Maybe(Text(2000)))
            .Select(
                MessageBody (at, reason, text) =>
                    new ExtensionBody
                    {
                        NewDueAt = at,
                        Reason = reason,
                        Text = text,
                    }
            );

    private static Gen<MessageBody> Reminders =>
        Gen.Select(PastTimes, Gen.Int[1, 10_000], Gen.Bool)
            .Select(
                MessageBody (at, number, automatic) =>
                    new ReminderBody
                    {
                        DueAt = at,
                        Number = number,
                        Automatic = automatic,
                    }
            );

    private static Gen<MessageBody> Feedbacks =>
        Gen.Select(Gen.Enum<FeedbackOutcome>(), Gen.Enum<Usefulness>(), Maybe(Text(4000)))
            .Select(
                MessageBody (outcome, usefulness, text) =>
                    new FeedbackBody
                    {
                        Outcome = outcome,
                        Usefulness = usefulness,
                        Text = text,
                    }
            );

    private static Gen<MessageBody> Withdrawals =>
        Gen.Select(Gen.Enum<WithdrawalReason>(), Text(4000), Maybe(Ids.Array[1, 3]))
            .Select(
                MessageBody (reason, text, ids) =>
                    new WithdrawalBody
                    {
                        Reason = reason,
                        Text = text,
                        Messages = ids?.Distinct().ToList(),
                    }
            );

    private static Gen<MessageBody> Corrections =>
        from id in Ids
        from reason in Gen.Enum<CorrectionReason>()
        from text in Text(4000)
        from entities in EntityGen.Entities
        from links in Links(entities)
        from replacements in List(Gen.Select(Pointers, Items).Select((pointer, item) => new Replacement(pointer, item)), 0, 2)
        select (MessageBody)
            new CorrectionBody
            {
                MessageId = id,
                Reason = reason,
                Text = text,
                Entities = entities,
                Links = links,
                Replacements = replacements,
            };

    private static Gen<MessageBody> Informations =>
        from offence in Offences
        from items in List(Items, 1, 3)
        from entities in EntityGen.Entities
        from links in Links(entities)
        select (MessageBody)
            new SpontaneousInformationBody
            {
                Offence = offence,
                Items = Refer(items, entities),
                Entities = entities,
                Links = links,
            };

    private static Gen<MessageBody> SupportRequests =>
        from reason in MaybeValue(Gen.Enum<UrgencyReason>())
        from dueAt in MaybeValue(LaterTimes)
        from support in Gen.Enum<SupportType>()
        from texts in Gen.Select(Text(20_000), Line(200))
        from days in Gen.Select(LaterDates, Gen.Int[0, 100])
        from contact in Contacts
        select (MessageBody)
            new SupportRequestBody
            {
                Urgency = reason is null ? Urgency.Routine : Urgency.Urgent,
                UrgencyReason = reason,
                DueAt = dueAt,
                Support = support,
                Text = texts.Item1,
                Place = texts.Item2,
                From = days.Item1,
                Until = days.Item1.AddDays(days.Item2),
                Contact = contact,
            };

    private static Gen<MessageBody> Actions =>
        from texts in Gen.Select(Line(200), Line(200), Text(4000), Line(200), Text(4000))
        from agreed in Dates
        from due in LaterDates
        from owner in Gen.OneOf("BGD", "MYS-D3")
        from status in Gen.Enum<ActionStatus>()
        select (MessageBody)
            new FollowUpActionBody
            {
                AgreedAt = new(texts.Item1, texts.Item2, agreed),
                Text = texts.Item3,
                Owner = PartyName.Parse(owner),
                Unit = texts.Item4,
                Due = due,
                Status = status,
                Outcome = status is ActionStatus.Done or ActionStatus.Dropped ? texts.Item5 : null,
            };

    private static Gen<MessageBody> Alerts =>
        from entities in EntityGen.Entities.Where(list => list.Count > 0)
        from victim in EntityGen.OneInDanger
        let all = (IReadOnlyList<Entity>)[.. entities, victim]
        from links in Links(entities)
        from texts in Gen.Select(Text(4000), Text(2000), Text(1000))
        from services in Gen.OneOf<IReadOnlyList<ProtectionService>>(
            [ProtectionService.Shelter],
            [ProtectionService.Rescue, ProtectionService.Medical]
        )
        select (MessageBody)
            new ProtectionAlertBody
            {
                Entities = all,
                Links = links,
                ImmediateDanger = texts.Item1,
                Whereabouts = all.OfType<Victim>().Any(each => each.LocationWithheld) ? null : texts.Item2,
                WantedServices = services,
                SafeContact = texts.Item3,
            };

    private static Gen<MessageBody> Lessons =>
        from texts in Gen.Select(Line(200), Text(20_000), Maybe(Line(500)), Maybe(Text(8000)))
        from indicators in Maybe(List(Line(500), 1, 3))
        from type in Gen.Enum<LessonType>()
        select (MessageBody)
            new LessonLearnedBody
            {
                Type = type,
                Topic = WithoutDigits(texts.Item1)!,
                Text = WithoutDigits(texts.Item2)!,
                Route = WithoutDigits(texts.Item3),
                Practice = WithoutDigits(texts.Item4),
                Indicators = indicators?.Select(text => WithoutDigits(text)!).ToList(),
            };

    private static Gen<MessageBody> Consents =>
        Gen.OneOf(
            from id in Ids
            from items in Maybe(Different(Pointers, 2))
            from use in Gen.Enum<ConsentUse>()
            from recipients in List(Line(200), 1, 3)
            from text in Text(4000)
            select (MessageBody)
                new ConsentRequestBody
                {
                    MessageId = id,
                    Items = items,
                    Use = use,
                    Recipients = recipients,
                    Text = text,
                },
            Maybe(Text(4000)).Select(MessageBody (conditions) => new ConsentBody { Granted = true, Conditions = conditions }),
            Text(4000).Select(MessageBody (reason) => new ConsentBody { Granted = false, Reason = reason })
        );

    private static Gen<MessageBody> Erasures =>
        from messages in List(Gen.Select(Ids, Digests).Select((id, signed) => new ErasedMessage(id, signed)), 1, 3)
        from at in PastTimes
        from ground in Gen.Enum<ErasureGround>()
        select (MessageBody)
            new ErasureBody
            {
                Messages = messages,
                ErasedAt = at,
                Ground = ground,
            };

    private static Gen<MessageBody>[] OtherKinds =>
        [
            Clarifications,
            Refusals,
            Extensions,
            Reminders,
            Feedbacks,
            Withdrawals,
            Corrections,
            Informations,
            SupportRequests,
            Actions,
            Alerts,
            Lessons,
            Consents,
            Erasures,
            List(Contacts, 1, 3).Select(MessageBody (contacts) => new ContactUpdateBody { ContactPoints = contacts }),
        ];

    private static IReadOnlyList<Entity> EntitiesOf(MessageBody body) =>
        body switch
        {
            RequestBody request => request.Subjects,
            ResponseBody response => response.Entities,
            CorrectionBody correction => correction.Entities,
            SpontaneousInformationBody information => information.Entities,
            ProtectionAlertBody alert => alert.Entities,
            _ => [],
        };

    // What a lesson may not have cannot be made of letters and single signs.
    private static string? WithoutDigits(string? text) => text?.Replace('9', 'x').Replace('0', 'x').Replace('<', 'x');
}
